{
  description = "A small NixOS that really boots: installer and machines for the virtual machine tests, from Debian's files";

  # `files/` is put beside this file by ./prepare and is never part of the repository.
  outputs = { self }:
    let
      path = name: path: builtins.path { inherit name path; };
      busybox = path "busybox" ./files/busybox;
      scripts = path "scripts" ./scripts;
      build = import ./build.nix { inherit busybox; };
      programs = import ./programs.nix { inherit build; debian = path "debian" ./files/debian; };
      stage1 = import ./stage1.nix { inherit build busybox programs scripts; linux = path "linux" ./files/linux; };
      mkSystem = import ./system.nix {
        inherit build busybox programs stage1 scripts;
        authorizedKeys = path "authorized_keys" ./files/authorized_keys;
      };
      mkInstaller = import ./installer.nix {
        inherit build mkSystem programs stage1 scripts;
        agent = if builtins.pathExists ./files/agent.sh then path "agent.sh" ./files/agent.sh else null;
      };
      each = make: names: builtins.listToAttrs (map (name: { inherit name; value = make name; }) names);
    in
    {
      nixosConfigurations =
        each (hostName: mkInstaller { inherit hostName; }) [ "installer" "netboot-base" ]
        // each (hostName: mkSystem { inherit hostName; }) (map (n: "machine${toString n}") [ 1 2 3 4 5 6 7 8 ])
        // { nvme1 = mkSystem { hostName = "nvme1"; disk = "/dev/nvme0n1"; }; };
    };
}
