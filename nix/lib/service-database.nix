# The PostgreSQL databases a service asks for: one (`db`), a list, or several by name (`dbs`).
let
  check = import ./check.nix;
  inherit (import ./prelude.nix) list places;

  database = name: path: db: {
    inherit path;
    name = check.identifier "${path}.name" (db.name or name);
    owner = check.identifier "${path}.owner" (db.owner or name);
    port = check.port "${path}.port" (db.port or 5432);
    host = db.host or null;
    mode = db.mode or null;
    extensions = places check.identifier "${path}.extensions" (db.extensions or [ ]);
    superuser = check.oneOf [ true false ] "${path}.superuser" (db.superuser or false);
    passwordFile = if db ? passwordFile then check.filePath "${path}.passwordFile" db.passwordFile else null;
  };
in
{ path, name }: db: dbs:
(if builtins.isAttrs db then [ (database name "${path}.interface.db" db) ]
 else places (database name) "${path}.interface.db" (list db))
++ map (key: database key "${path}.interface.dbs.${key}" dbs.${key}) (builtins.attrNames dbs)
