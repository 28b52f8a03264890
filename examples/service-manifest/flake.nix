{
  description = "A site told as a service manifest";

  # Inside this repository the input is the repository itself. In yours, name where firstlight comes from.
  inputs.firstlight.url = "path:../..";

  outputs = { self, firstlight }: firstlight.lib.mkSite { site = ./manifest.nix; };
}
