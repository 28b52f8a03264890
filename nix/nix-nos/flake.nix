{
  description = "Nix-NOS: a generic network layer for NixOS, with systemd-networkd, BIRD 2, GoBGP and nftables behind one description";

  # Only for the examples and the checks. The library needs nothing, and the modules take the lib of whoever imports them.
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;
      systems = [ "x86_64-linux" "aarch64-linux" ];
      examples = {
        home-router = [ ./examples/home-router.nix ];
        datacenter-node = [ ./examples/datacenter-node.nix ];
        edge-router = [ ./examples/edge-router.nix ];
        static = [ ./examples/static.nix ];
        dhcp = [ ./examples/dhcp.nix ];
        ipv6 = [ ./examples/ipv6.nix ];
        spine = [ ./examples/topology.nix { networking.hostName = "spine"; } ];
        leaf = [ ./examples/topology.nix { networking.hostName = "leaf"; } ];
      };
      # What every NixOS system must say and no network cares about.
      machine = { lib, ... }: {
        nixpkgs.hostPlatform = lib.mkDefault "x86_64-linux";
        boot.isContainer = lib.mkDefault true;
        system.stateVersion = lib.mkDefault lib.trivial.release;
      };
      rendered = system: name:
        let
          pkgs = nixpkgs.legacyPackages.${system};
          files = self.nixosConfigurations.${name}.config.nix-nos.rendered;
        in
        pkgs.linkFarm "nix-nos-${name}" (lib.mapAttrsToList
          (path: text: { name = lib.removePrefix "/" path; path = pkgs.writeText (baseNameOf path) text; }) files);
    in
    {
      lib = import ./lib;
      nixosModules.default = ./modules;
      nixosConfigurations = lib.mapAttrs
        (_: modules: lib.nixosSystem { modules = [ self.nixosModules.default machine ] ++ modules; }) examples;
      packages = lib.genAttrs systems (system: lib.mapAttrs (name: _: rendered system name) examples);
      # Each example's files, read by the daemons they are for.
      checks = lib.genAttrs systems (system: lib.mapAttrs
        (name: _: nixpkgs.legacyPackages.${system}.runCommand "nix-nos-check-${name}"
          { nativeBuildInputs = with nixpkgs.legacyPackages.${system}; [ bird2 gobgpd gnused ]; } ''
          cd ${rendered system name}/etc
          if [ -e bird/bird.conf ]; then
            sed '/^ *include "\/run\/nix-nos\//d' bird/bird.conf > "$TMPDIR/bird.conf"
            bird -p -c "$TMPDIR/bird.conf"
          fi
          if [ -e gobgpd/gobgpd.toml ]; then gobgpd -d -t toml -f gobgpd/gobgpd.toml; fi
          touch $out
        '')
        examples);
    };
}
