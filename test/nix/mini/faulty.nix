# Installers that are wrong, one fault each: what whoever builds images has to tell clearly.
{ build, mkSystem }:
let
  sound = name: mkSystem { hostName = name; };
  withBuild = name: change:
    let machine = sound name; in
    machine // { config = machine.config // { system = machine.config.system // { build = change machine.config.system.build; }; }; };
in
{
  without-ramdisk = withBuild "without-ramdisk" (b: removeAttrs b [ "netbootRamdisk" ]);
  failing-kernel = withBuild "failing-kernel" (b: b // {
    kernel = build.run "linux-failing" { } ''echo "cc1: fatal error: no input files" >&2; exit 1'';
  });
  not-a-kernel = withBuild "not-a-kernel" (b: b // {
    kernel = build.run "linux-not-one" { } ''mkdir -p "$out"; echo "<html>404</html>" > "$out/bzImage"'';
  });
  tiny-kernel = withBuild "tiny-kernel" (b: b // {
    kernel = build.run "linux-cut-short" { inherit (b) kernel; } ''mkdir -p "$out"; head -c 65536 "$kernel/bzImage" > "$out/bzImage"'';
  });
  failed-assertion = withBuild "failed-assertion" (b: b // {
    toplevel = throw "\nFailed assertions:\n- interfaces.eno1 needs addresses or dhcp.";
  });
}
