# The option reference of the README, made from the schema so that it cannot say anything else. After a change:
#   nix eval --raw --file lib/reference.nix
let
  inherit (import ./text.nix) attrNames concatLists elem filter head lines mapSet optional;
  schema = import ./schema.nix;

  default = field:
    if !(field ? default) then "**required**" else if field.default == null then "unset" else "`${builtins.toJSON field.default}`";
  what = type: {
    record = "set";
    attrs = "set by name";
    list = "list of ${what type.of}";
    either = "${what type.a} or ${what type.b}";
  }.${type.kind} or (brief type.what);
  # What a name may be made of is told by the error, not by every row.
  brief = text: let found = builtins.match "([^(]*) \\(.*|(.*), as in .*" text; in
    if found == null then text else head (filter (part: part != null) found);
  cell = builtins.replaceStrings [ "|" "\n" ] [ "\\|" " " ];
  row = path: field: "| `${path}` | ${cell (what field.type)} | ${cell (default field)} | ${cell field.description} |";

  # The settings inside a value, wherever its type has some.
  inside = type: {
    record = type.fields;
    attrs = inside type.of;
    list = inside type.of;
    either = inside type.a // inside type.b;
  }.${type.kind} or { };
  step = type: { attrs = ".<name>"; list = "[]"; either = if type.b.kind == "list" then "[]" else ""; }.${type.kind} or "";

  # What VLANs, bonds and bridges share with interfaces is said once.
  shared = [ "vlans" "bonds" "bridges" ];
  own = name: fields: removeAttrs fields (if elem name shared then attrNames schema.layer3 else [ ]);
  rows = path: fields: concatLists (mapSet (name: field: let at = "${path}${name}"; below = own name (inside field.type); in
    [ (row at field) ]
    ++ optional (elem name shared) "| `${at}.<name>.*` | | | All settings of `interfaces.<name>` as well. |"
    ++ rows "${at}${step field.type}." below) fields);
in
lines ([ "| option | what it is | default | meaning |" "|---|---|---|---|" ]
  ++ rows "" schema.host ++ rows "topology." schema.topology)
