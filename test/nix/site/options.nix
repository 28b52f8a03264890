# The NixOS options the modules of a site and the installers set, beyond those ../evaluator declares for nix-nos, with
# NixOS' own types where they matter. What is not declared is refused, so a misspelt option fails as it would there.
{ lib, ... }:
let
  inherit (lib) types;
  option = type: default: lib.mkOption { inherit type default; };
  flag = option types.bool false;
  free = option (types.attrsOf types.anything) { };
  strings = option (types.listOf types.str) [ ];
  lines = option types.lines "";
  maybe = type: option (types.nullOr type) null;
  set = options: option (types.attrsOf (types.submodule { inherit options; })) { };
in
{
  options = {
    boot = {
      consoleLogLevel = option types.int 4;
      kernelPackages = option types.raw { };
      supportedFilesystems = option (types.attrsOf types.bool) { };
    };
    disko = free;
    documentation = { enable = flag; nixos.enable = flag; man.enable = flag; info.enable = flag; doc.enable = flag; };
    facter = free;
    i18n.supportedLocales = strings;
    networking = {
      domain = maybe types.str;
      hosts = option (types.attrsOf (types.listOf types.str)) { };
      networkmanager.enable = flag;
      usePredictableInterfaceNames = flag;
      wireless.enable = flag;
    };
    nix.settings = free;
    security.pki.certificates = strings;
    security.sudo.wheelNeedsPassword = option types.bool true;
    services = {
      caddy = {
        enable = flag;
        email = maybe types.str;
        globalConfig = lines;
        virtualHosts = set { extraConfig = lines; };
      };
      getty = { autologinUser = maybe types.str; helpLine = lines; };
      openssh = {
        enable = flag;
        hostKeys = option (types.listOf (types.attrsOf types.anything)) [ ];
        settings = free;
      };
      opentelemetry-collector = { enable = flag; package = option types.raw null; settings = free; };
      pipewire.enable = flag;
      postgresql = {
        enable = flag;
        enableTCPIP = flag;
        package = option types.package { type = "derivation"; name = "postgresql"; outPath = "/nix/store/postgresql"; };
        ensureDatabases = strings;
        ensureUsers = option (types.listOf (types.submodule { options = { name = lib.mkOption { type = types.str; }; ensureDBOwnership = flag; }; })) [ ];
        settings = free;
        authentication = lines;
      };
      pulseaudio.enable = flag;
    };
    sops = {
      defaultSopsFile = option types.path "/none";
      age.sshKeyPaths = option (types.listOf types.path) [ ];
      gnupg.sshKeyPaths = option (types.listOf types.path) [ ];
      secrets = free;
    };
    system = { stateVersion = option types.str ""; nixos.release = option types.str "26.05"; };
    users.mutableUsers = option types.bool true;
    virtualisation = {
      libvirtd.enable = flag;
      podman = { enable = flag; autoPrune.enable = flag; defaultNetwork.settings = free; };
      quadlet.containers = set { containerConfig = free; serviceConfig = free; unitConfig = free; };
      vswitch.enable = flag;
    };
    boot.loader = free;
  };
}
