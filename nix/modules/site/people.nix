# Who may log in, as a manifest says it: `network.ssh_keys.<user>`. A site leaves it to `firstlight.base.users`.
{ config, lib, ... }:
let keys = config.firstlight.derived.site.sshKeys; in
{
  firstlight.base.users = lib.mapAttrs (_: keys: { keys = lib.mkDefault keys; }) keys;
}
