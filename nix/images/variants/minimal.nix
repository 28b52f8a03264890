# The smallest download: what an installation itself calls, and no more.
{ pkgs, ... }:
{
  firstlight.installer.tools = with pkgs; [ disko parted gptfdisk cryptsetup lvm2 e2fsprogs xfsprogs iproute2 curl ];
}
