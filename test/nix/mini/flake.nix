{
  description = "A mini NixOS: a flake without inputs whose NixOS-shaped outputs are small real derivations";

  # `files/` is put beside this file by ./prepare: Debian's busybox and kernel, never part of the repository.
  outputs = { self }:
    let
      busybox = builtins.path { name = "busybox"; path = ./files/busybox; };
      linux = builtins.path { name = "linux"; path = ./files/linux; };
      build = import ./build.nix { inherit busybox; };
      mkSystem = import ./system.nix { inherit build busybox linux; };
      each = make: names: builtins.listToAttrs (map (name: { inherit name; value = make name; }) names);
    in
    {
      nixosConfigurations =
        each (hostName: mkSystem { inherit hostName; }) [ "installer" "machine1" "machine2" ]
        // each (hostName: mkSystem { inherit hostName; }) [ "netboot-base" "netboot-worker" ]
        // import ./faulty.nix { inherit build mkSystem; };
    };
}
