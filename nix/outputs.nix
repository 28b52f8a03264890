# The flake's outputs, each from the folder that is about it.
{ self, nixpkgs, ... }@inputs:
let
  inherit (nixpkgs) lib;
  linux = [ "x86_64-linux" "aarch64-linux" ];
  each = make: lib.genAttrs linux (system: make nixpkgs.legacyPackages.${system});
  packages = each (pkgs: import ./packages { inherit pkgs inputs; });
  modules = import ./modules inputs;

  # Built for what most racks are. A profile for another architecture is one `nixpkgs.hostPlatform` away.
  platform.nixpkgs.hostPlatform = lib.mkDefault "x86_64-linux";
  installers = more: lib.mapAttrs (_: image: lib.nixosSystem { modules = [ image platform more ]; }) (import ./images);
in
{
  inherit packages;

  apps = each (pkgs: rec {
    default = firstlight;
    firstlight = {
      type = "app";
      program = lib.getExe packages.${pkgs.stdenv.hostPlatform.system}.firstlight;
      meta.description = "Bring up machines from one terminal";
    };
  });

  nixosModules = modules;
  nixosConfigurations = installers { };
  devShells = each (pkgs: import ./shells { inherit pkgs inputs; });
  checks = each (pkgs: import ./checks.nix { inherit pkgs self; });

  lib = {
    # What follows from a site, as data: hosts, waves, proxy, databases, OpenTofu variables.
    readSite = import ./lib;
    mkSite = import ./lib/mk-site.nix {
      inherit (lib) nixosSystem;
      common = modules.default;
      inherit installers;
      outputs = { inherit (self) apps packages; };
    };
  };
}
