import ./generators.nix
