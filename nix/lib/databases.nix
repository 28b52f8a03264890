# What PostgreSQL on a host has to hold, for every service of the site that asks for it there.
let
  check = import ./check.nix;
  inherit (import ./prelude.nix) collect unique;
  inherit (builtins) concatMap concatStringsSep filter head;

  oneOwner = databases:
    let
      clash = filter (d: filter (e: e.name == d.name && e.owner != d.owner) databases != [ ]) databases;
    in
    if clash == [ ] then databases
    else check.fail "${(head clash).path}.owner" (head clash).owner
      "is not the only owner of the database ${(head clash).name}; services that share it share its owner";

  onePort = databases:
    let other = filter (d: d.port != (head databases).port) databases; in
    if other == [ ] then databases
    else check.fail "${(head other).path}.port" (head other).port
      "differs from ${(head databases).path}.port, and one PostgreSQL has one port; use the same for both";

  quoted = name: "\"${name}\"";

  # What NixOS' own options do not say. Idempotent: run after every start.
  sql = databases: concatStringsSep "\n" (concatMap statements databases) + "\n";
  statements = db:
    [ "ALTER DATABASE ${quoted db.name} OWNER TO ${quoted db.owner};" ]
    ++ (if db.extensions == [ ] then [ ] else
    [ "\\connect ${quoted db.name}" ] ++ map (e: "CREATE EXTENSION IF NOT EXISTS ${quoted e};") db.extensions)
    ++ (if db.superuser then [ "ALTER ROLE ${quoted db.owner} SUPERUSER;" ] else [ ])
    # The password is read where it lies, when the statement runs: it is in no file of ours, and in no log of theirs.
    ++ (if db.passwordFile == null then [ ] else
    [ "SET log_statement = none;" "SET log_min_error_statement = panic;" "\\set password `cat ${db.passwordFile}`" "ALTER ROLE ${quoted db.owner} PASSWORD :'password';" "\\unset password" ]);
in
site: providers: host:
let
  asked = collect
    (_: service: concatMap (db: if providers.database service db == host then [ (db // { inherit service; }) ] else [ ]) service.databases)
    site.services;
  databases = onePort (oneOwner asked);
  plain = unique (map (db: removeAttrs db [ "path" "host" "service" ]) databases);
  remote = filter (db: db.service.host != null && db.service.host != host && db.service.ip != null) databases;
in
{
  databases = plain;
  clients = unique (map (db: { inherit (db) name owner; address = db.service.ip; }) remote);
  ports = unique (map (db: db.port) remote);
  sql = if databases == [ ] then "" else sql plain;
}
