# What the tests ask Nix for. `lib` is the small evaluator's, or nixpkgs' own where that can be had.
{ lib ? null }:
let
  root = ../../..;
  evaluator = import ../evaluator;
  given = if lib == null then { } else { inherit lib; };
  nixos = { modules, ... }@args: evaluator.nixos (given // {
    pkgs = import ./packages.nix;
    specialArgs = { modulesPath = ./modules-path; } // (args.specialArgs or { });
    modules = [ ./options.nix ] ++ modules;
  });
  modules = root + "/nix/modules";
  common.imports = [ (root + "/nix/nix-nos/modules") ]
    ++ map (name: modules + "/${name}") [ "site" "base" "disks" "podman" "secrets" ];
  installers = more: builtins.mapAttrs (_: image: nixos { modules = [ image more ]; }) (import (root + "/nix/images"));
in
{
  inherit nixos installers;
  mkSite = import (root + "/nix/lib/mk-site.nix") {
    nixosSystem = nixos;
    inherit common installers;
    outputs = { };
  };
}
