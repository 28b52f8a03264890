{
  description = "firstlight: brings up the first machine of a data centre, and then the rest of the rack";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    nix-nos = { url = "path:./nix/nix-nos"; inputs.nixpkgs.follows = "nixpkgs"; };
    disko = { url = "github:nix-community/disko"; inputs.nixpkgs.follows = "nixpkgs"; };
    nixos-anywhere = { url = "github:nix-community/nixos-anywhere"; inputs.nixpkgs.follows = "nixpkgs"; inputs.disko.follows = "disko"; };
    sops-nix = { url = "github:Mic92/sops-nix"; inputs.nixpkgs.follows = "nixpkgs"; };
    quadlet-nix.url = "github:SEIAROTg/quadlet-nix";
    nixos-generators = { url = "github:nix-community/nixos-generators"; inputs.nixpkgs.follows = "nixpkgs"; };
    nixos-facter-modules.url = "github:nix-community/nixos-facter-modules";
  };

  outputs = inputs: import ./nix/outputs.nix inputs;
}
