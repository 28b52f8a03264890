# Who may log in, as the site says: `site.sshKeys.<user>`, or `network.ssh_keys.<user>` in a manifest.
{ config, lib, ... }:
let keys = config.firstlight.derived.site.sshKeys; in
{
  firstlight.base.users = lib.mapAttrs (_: keys: { keys = lib.mkDefault keys; }) keys;
}
