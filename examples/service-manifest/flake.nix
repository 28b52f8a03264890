{
  description = "A site told as a service manifest";

  # Inside this repository the input is the repository itself. In yours, name where firstlight comes from.
  inputs.firstlight.url = "path:../..";

  outputs = { self, firstlight }: firstlight.lib.mkSite {
    site = ./manifest.nix;
    # What every machine of it has in common. Disks are set by hand: a manifest does not know them.
    modules = [ { system.stateVersion = "25.11"; } ];
  };
}
