# Packages by name alone: enough to see which one a module asks for. One that nixpkgs dropped is refused as there.
package:
let
  gone = {
    bird = "bird has been renamed: use bird2 or bird3";
  };
  names = [
    "bird2" "bird3" "gobgp" "gobgpd" "nftables" "iproute2" "systemd" "bash" "coreutils" "curl" "gnugrep" "gnused" "gawk"
    "jq" "openssh" "util-linux" "busybox"
  ];
in
builtins.listToAttrs (map (name: { inherit name; value = package name; }) names)
  // builtins.mapAttrs (_: why: throw why) gone
  // {
    writeText = name: text: package name // { inherit text; };
    writeShellScript = name: text: package name // { inherit text; };
    writeShellScriptBin = name: text: package name // { inherit text; };
    linkFarm = name: entries: package name // { inherit entries; };
    runCommand = name: env: script: package name // { inherit env script; };
    stdenv.hostPlatform.system = "x86_64-linux";
    system = "x86_64-linux";
  }
