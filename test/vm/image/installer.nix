# The installer: a system booted from the network, with Nix, what nixos-anywhere asks for, and the agent.
{ build, mkSystem, programs, stage1, scripts, agent }:
{ hostName }:
let
  tools = build.run "installer-tools" { install = "${scripts}/nixos-install.sh"; } ''
    mkdir -p "$out/bin"; cp "$install" "$out/bin/nixos-install"; chmod 755 "$out/bin/nixos-install"
  '';
  startup = build.run "installer-startup" { script = "${scripts}/installer.sh"; agent = if agent == null then "" else agent; } ''
    sed "s|@agent@|$agent|" "$script" > "$out"; chmod 755 "$out"
  '';
  system = mkSystem {
    inherit hostName startup;
    osRelease = "ID=nixos\nNAME=NixOS\nPRETTY_NAME=\"mini NixOS installer\"\nVARIANT_ID=installer\n";
    paths = [ programs.nix tools ];
    boots = false;
  };
  inherit (system.config.system.build) toplevel;
in
system // {
  config = system.config // {
    system = system.config.system // {
      build = { inherit (stage1) kernel; inherit toplevel; netbootRamdisk = stage1.netbootRamdisk toplevel; };
    };
  };
}
