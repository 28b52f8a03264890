# A small module system on builtins: what NixOS modules need of nixpkgs' lib, so that they can be evaluated, their values
# forced and their mistakes found where nixpkgs itself cannot be had.
#
#   (import test/nix/evaluator).lib                            in place of nixpkgs' lib
#   (import test/nix/evaluator).nixos { modules, pkgs ? …, specialArgs ? … }
#       → { config, options, failures, warnings }              over the NixOS options of ./nixos.nix; a name that is
#                                                              not declared there is refused, as NixOS would
let
  properties = import ./properties.nix;
  functions = import ./functions.nix;
  types = import ./types.nix { inherit properties evalModules; };
  evalModules = import ./modules.nix { inherit properties types lib; };
  lib = functions // properties // {
    inherit types evalModules;
    inherit (types) mkOptionType;
    isType = name: value: builtins.isAttrs value && value._type or null == name;
    mkOption = option: { _type = "option"; } // option;
    mkEnableOption = what: lib.mkOption { type = types.bool; default = false; example = true; description = "Whether to enable ${what}."; };
    mkPackageOption = pkgs: name: _: lib.mkOption { type = types.package; default = pkgs.${name}; description = "The ${name} package."; };
    literalExpression = text: { _type = "literalExpression"; inherit text; };
    literalMD = text: { _type = "literalMD"; inherit text; };
    mdDoc = text: text;
    mkAssert = assertion: message: value: if assertion then value else throw message;
    mkAliasDefinitions = option: lib.mkIf (option ? value) option.value;
    # A former spelling: declared, unset by default, its value handed to where it belongs now.
    mkRenamedOptionModule = from: to: lib.mkAliasOptionModule from to;
    mkAliasOptionModule = from: to: { config, ... }: {
      options = lib.setAttrByPath from (lib.mkOption { type = types.nullOr types.anything; default = null; visible = false; });
      config = let value = lib.getAttrFromPath from config; in lib.setAttrByPath to (lib.mkIf (value != null) value);
    };
    nixosSystem = nixos;
    trivial.release = "26.05";
  };

  fakePackage = name: { type = "derivation"; inherit name; pname = name; meta.mainProgram = name; outPath = "/nix/store/${name}"; };
  nixos = { modules, pkgs ? packages, specialArgs ? { }, lib ? self.lib, ... }:
    let
      result = lib.evalModules { inherit specialArgs; modules = [ ./nixos.nix { _module.args = { inherit pkgs; }; } ] ++ modules; };
    in
    {
      inherit (result) config options;
      failures = map (a: a.message) (builtins.filter (a: !a.assertion) result.config.assertions);
      inherit (result.config) warnings;
    };
  packages = import ./packages.nix fakePackage;
  self = { inherit lib nixos packages; };
in
self
