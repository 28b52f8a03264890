# Peers' passwords. The configuration names only a file under /run; this script, run by root before the daemon starts,
# writes it there from the file the operator named. So no secret is in the store, nor in any file we render.
host:
let
  inherit (import ./text.nix) concatLists filterSet mapSet;
  parent = "/run/nix-nos";
  folder = "${parent}/bgp";
  birdFile = name: "${folder}/${name}.conf";
  shell = s: "'${builtins.replaceStrings [ "'" ] [ "'\\''" ] s}'";
  withPassword = filterSet (_: peer: peer.passwordFile != null) host.bgp.peers;
  write = name: peer: [ "give ${shell name} ${shell peer.passwordFile} ${shell (birdFile name)}" ];
in
{
  inherit birdFile folder;
  isNeeded = withPassword != { };
  # BIRD's strings have no escapes: a password that cannot be one is refused.
  script = group: ''
    set -eu
    umask 027
    mkdir -p ${folder}
    chgrp ${group} ${parent} ${folder}
    give() {
      [ -r "$2" ] || { echo "nix-nos: the password file of the peer $1 cannot be read: $2" >&2; exit 1; }
      password=$(cat "$2")
      case $password in
        "") echo "nix-nos: the password file of the peer $1 is empty: $2" >&2; exit 1 ;;
        *\"* | *"
    "*) echo "nix-nos: the password of the peer $1 has a double quote or a line break, which BIRD cannot hold: $2" >&2; exit 1 ;;
      esac
      printf 'password "%s";\n' "$password" > "$3"
      chgrp ${group} "$3"
    }
    ${builtins.concatStringsSep "\n" (concatLists (mapSet write withPassword))}
  '';
}
