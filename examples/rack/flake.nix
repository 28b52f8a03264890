{
  description = "A rack of five machines";

  # Inside this repository the input is the repository itself. In yours, name where firstlight comes from.
  inputs.firstlight.url = "path:../..";

  outputs = { self, firstlight }: firstlight.lib.mkSite {
    site = ./site.nix;
    hosts = ./nix/hosts;
    modules = [ ./nix/people.nix ];
  };
}
