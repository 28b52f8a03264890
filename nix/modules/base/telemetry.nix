# The OpenTelemetry collector: how the machine is and what its services say, sent to one endpoint.
{ config, lib, pkgs, ... }:
let
  cfg = config.firstlight.base.telemetry;
  pipeline = receivers: { inherit receivers; processors = [ "resourcedetection" "batch" ]; exporters = [ "otlp" ]; };
in
{
  options.firstlight.base.telemetry.endpoint = lib.mkOption {
    type = lib.types.nullOr lib.types.str;
    default = null;
    example = "telemetry.rack1.example:4317";
    description = "Where measurements and logs go, by OTLP. Without it nothing is collected.";
  };

  config.services.opentelemetry-collector = lib.mkIf (cfg.endpoint != null) {
    enable = lib.mkDefault true;
    # The host's measurements and its journal are not in the core distribution.
    package = lib.mkDefault pkgs.opentelemetry-collector-contrib;
    settings = {
      receivers = {
        hostmetrics = {
          collection_interval = lib.mkDefault "30s";
          scrapers = { cpu = { }; memory = { }; disk = { }; filesystem = { }; load = { }; network = { }; };
        };
        journald.directory = lib.mkDefault "/var/log/journal";
        otlp.protocols.grpc.endpoint = lib.mkDefault "127.0.0.1:4317";
      };
      processors = {
        resourcedetection.detectors = lib.mkDefault [ "system" ];
        batch = { };
      };
      exporters.otlp.endpoint = lib.mkDefault cfg.endpoint;
      service.pipelines = {
        metrics = pipeline [ "hostmetrics" "otlp" ];
        logs = pipeline [ "journald" "otlp" ];
        traces = pipeline [ "otlp" ];
      };
    };
  };
}
