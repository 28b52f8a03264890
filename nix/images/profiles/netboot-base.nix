# Installs anything: nixpkgs' smallest netboot image, with our agent and the tools of the trade.
{ modulesPath, ... }:
{
  imports = [
    "${modulesPath}/installer/netboot/netboot-minimal.nix"
    ../../modules/agent
    ../installer.nix
  ];
}
