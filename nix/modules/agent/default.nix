# The installer's voice: asks the engine that booted this machine who it is, and tells it what it sees. Whom to
# call, and the token of this one boot, stand on the kernel's command line (`firstlight.url`, `firstlight.token`):
# an image carries neither.
{ config, lib, pkgs, ... }:
let
  cfg = config.firstlight.agent;
in
{
  options.firstlight.agent = {
    enable = lib.mkEnableOption "the agent that phones home from the installer";
    script = lib.mkOption {
      type = lib.types.path;
      default = ../../agent/agent.sh;
      description = "The agent: one POSIX script, the same with and without NixOS.";
    };
  };

  config = lib.mkIf cfg.enable {
    systemd.services.firstlight-agent = {
      description = "firstlight agent";
      wantedBy = [ "multi-user.target" ];
      wants = [ "network-online.target" ];
      # After sshd has made its host keys: they are part of what is told.
      after = [ "network-online.target" "sshd.service" ];
      unitConfig.ConditionKernelCommandLine = "firstlight.url";
      # It waits and tries again by itself; systemd only catches its death.
      startLimitIntervalSec = 0;
      path = with pkgs; [ coreutils curl gawk gnugrep gnused iproute2 systemd util-linux ];
      serviceConfig = {
        ExecStart = "${pkgs.runtimeShell} ${cfg.script}";
        Restart = "always";
        RestartSec = 5;
        # Root: it reads disks and writes root's authorised key. Nothing more than that.
        NoNewPrivileges = true;
        PrivateTmp = true;
      };
    };
  };
}
