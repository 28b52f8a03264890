{
  description = "A flake as Nixie users have it: it knows nothing of firstlight";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";
  inputs.disko.url = "github:nix-community/disko";
  inputs.disko.inputs.nixpkgs.follows = "nixpkgs";

  outputs = { self, nixpkgs, disko }:
    let
      system = modules: nixpkgs.lib.nixosSystem { system = "x86_64-linux"; inherit modules; };
      machine = name: system [ disko.nixosModules.disko ./machine.nix { networking.hostName = name; } ];
    in
    {
      nixosConfigurations = {
        installer = system [ "${nixpkgs}/nixos/modules/installer/netboot/netboot-minimal.nix" ./keys.nix ];
        machine1 = machine "machine1";
        machine2 = machine "machine2";
      };
    };
}
