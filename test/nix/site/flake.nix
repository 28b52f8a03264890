# The root flake with inputs that are here: nixpkgs' library is the small evaluator's, its packages are names, other
# projects' modules declare the options ours set. What the flake itself says is evaluated as it stands.
let
  root = ../../..;
  evaluator = import ../evaluator;
  inherit (evaluator) lib;
  names = import ./packages.nix;
  package = name: more: { type = "derivation"; inherit name; outPath = "/nix/store/${name}"; meta.mainProgram = name; } // more;

  pkgs = system: names // rec {
    stdenv.hostPlatform = { inherit system; isx86_64 = system == "x86_64-linux"; isAarch64 = system == "aarch64-linux"; };
    lib = library;
    callPackage = file: given: let make = import file; in
      make (builtins.intersectAttrs (builtins.functionArgs make) (pkgs system) // given);
    ipxe = package "ipxe" { version = "1.21.1"; override = { additionalTargets }: package "ipxe-more" { inherit additionalTargets; }; };
    pkgsCross = { gnu64 = { inherit ipxe; }; aarch64-multiplatform = { inherit ipxe; }; };
    linkFarm = name: links: package name { inherit links; };
    mkShell = { packages }: package "shell" { inherit packages; };
    runCommand = name: env: script: package name { inherit env script; };
    writeText = name: text: package name { inherit text; };
    buildNpmPackage = args: package args.pname { inherit args; };
    importNpmLock = { __functor = _: { npmRoot }: package "npm-deps" { }; npmConfigHook = package "hook" { }; };
  } // builtins.listToAttrs (map (name: { inherit name; value = package name { }; }) [
    "age" "biome" "caddy" "dnsmasq" "installShellFiles" "makeWrapper" "nix" "nixfmt" "nixos-rebuild-ng" "nodejs" "opentofu" "qemu"
    "shellcheck" "sops" "ssh-to-age" "typescript"
  ]);

  library = lib // {
    getVersion = package: package.version;
    licenses.gpl2Plus = "GPL-2.0-or-later";
    platforms.linux = [ "x86_64-linux" "aarch64-linux" ];
    trivial.release = "26.05";
    fileset = { toSource = { root, fileset }: package "source" { inherit fileset; }; unions = files: files; };
    nixosSystem = { modules, specialArgs ? { } }: evaluator.nixos {
      pkgs = pkgs "x86_64-linux";
      specialArgs = { modulesPath = ./modules-path; } // specialArgs;
      modules = [ ./options.nix { options.system.build = lib.mkOption { default = { toplevel = package "toplevel" { }; netbootRamdisk = package "ramdisk" { }; }; }; } ] ++ modules;
    };
  };

  none = { };
  inputs = {
    nixpkgs = { lib = library; legacyPackages = lib.genAttrs library.platforms.linux pkgs; };
    nix-nos.nixosModules.default = root + "/nix/nix-nos/modules";
    disko.nixosModules.disko = none;
    sops-nix.nixosModules.sops = none;
    quadlet-nix.nixosModules.quadlet = none;
    nixos-facter-modules.nixosModules.facter = none;
    nixos-generators.nixosGenerate = args: package "lxc" { inherit args; };
    nixos-anywhere.packages = lib.genAttrs library.platforms.linux (_: { default = package "nixos-anywhere" { }; });
  };
  self = (import (root + "/flake.nix")).outputs (inputs // { inherit self; });
  example = name:
    let flake = (import (root + "/examples/${name}/flake.nix")).outputs { firstlight = self; self = flake; }; in flake;
in
{ inherit self example; declared = (import (root + "/flake.nix")).inputs; }
