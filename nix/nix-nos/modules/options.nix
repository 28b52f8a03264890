# The generators' own schema (../lib/schema.nix) as NixOS options: same types, same defaults, same descriptions.
lib:
let
  inherit (lib) mkOption types;
  asType = type: {
    bool = types.bool;
    int = types.addCheck types.int type.check // { description = type.what; };
    text = types.addCheck types.str type.check // { description = type.what; };
    enum = types.enum type.values;
    list = types.listOf (asType type.of);
    attrs = types.attrsOf (asType type.of);
    record = types.submodule { options = asOptions type.fields; };
    either = types.either (asType type.a) (asType type.b);
    raw = types.raw;
  }.${type.kind};
  asOption = field: mkOption ({
    type = if field ? default && field.default == null then types.nullOr (asType field.type) else asType field.type;
    inherit (field) description;
  } // lib.optionalAttrs (field ? default) { inherit (field) default; });
  asOptions = lib.mapAttrs (_: asOption);
in
asOptions
