{
  description = "The first machine of a data centre";

  # Inside this repository the input is the repository itself. In yours, name where firstlight comes from.
  inputs.firstlight.url = "path:../..";

  outputs = { self, firstlight }: firstlight.lib.mkSite {
    site = ./site.nix;
    hosts = ./nix/hosts;
  };
}
