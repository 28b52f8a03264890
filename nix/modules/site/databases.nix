# PostgreSQL, on the host whose databases the site's services ask for.
{ config, lib, ... }:
let
  inherit (config.firstlight.derived) databases;
  names = map (db: db.name) databases.databases;
  owners = lib.unique (map (db: db.owner) databases.databases);
  width = address: if lib.hasInfix ":" address then "128" else "32";
  client = c: "host ${c.name} ${c.owner} ${c.address}/${width c.address} scram-sha-256";
in
{
  config = lib.mkIf (names != [ ]) {
    services.postgresql = {
      enable = lib.mkDefault true;
      enableTCPIP = lib.mkDefault (databases.clients != [ ]);
      ensureDatabases = names;
      ensureUsers = map (name: { inherit name; }) owners;
      settings.port = lib.mkDefault (lib.head databases.databases).port;
      authentication = lib.concatMapStrings (c: client c + "\n") databases.clients;
    };

    # Owners that are not called as their database, extensions, passwords from files. As PostgreSQL's own user, so
    # what `passwordFile` names has to be readable by it.
    systemd.services.firstlight-databases = {
      description = "Owners and extensions of the site's databases";
      after = [ "postgresql.service" "postgresql-setup.service" ];
      requires = [ "postgresql.service" ];
      wantedBy = [ "multi-user.target" ];
      path = [ config.services.postgresql.package ];
      script = ''
        psql --no-psqlrc --set ON_ERROR_STOP=1 --dbname postgres --file /etc/firstlight/databases.sql
      '';
      environment.PGPORT = toString config.services.postgresql.settings.port;
      serviceConfig = { Type = "oneshot"; RemainAfterExit = true; User = "postgres"; };
    };
    environment.etc."firstlight/databases.sql".text = databases.sql;
  };
}
