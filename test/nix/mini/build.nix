# Derivations built by busybox alone: no bash, no coreutils, no stdenv.
{ busybox }:
let
  # Busybox looks at its own name, so its applets are linked beside a copy of itself first.
  run = name: env: script: derivation (env // {
    inherit name busybox;
    system = "x86_64-linux";
    builder = "${busybox}/bin/busybox";
    args = [ "sh" "-euc" ''
      mkdir() { $busybox/bin/busybox mkdir "$@"; }
      mkdir -p "$PWD/applets"; $busybox/bin/busybox --install -s "$PWD/applets"; export PATH=$PWD/applets
      unset -f mkdir
      ${script}
    '' ];
  });

  executable = name: text: run name { inherit text; passAsFile = [ "text" ]; } ''
    cp "$textPath" "$out"; chmod 555 "$out"
  '';
in
{
  inherit run executable;
  script = name: body: executable name "#!${busybox}/bin/busybox sh\nset -eu\n${body}";

  # A compressed cpio of `tree`: { "path/in/root" = source; }.
  cpio = name: tree: run name
    {
      from = builtins.attrValues tree;
      to = builtins.attrNames tree;
    } ''
    mkdir -p root "$out"
    set -- $to
    for source in $from; do mkdir -p "root/$(dirname "$1")"; cp -a "$source" "root/$1"; chmod -R u+w "root/$1"; shift; done
    (cd root && find . | sort | cpio -o -H newc 2>/dev/null) | gzip -9n > "$out/initrd"
  '';
}
