# What a value may be: { kind, what, check } and, for those made of others, what they are made of. The same types become
# NixOS options in ../modules/options.nix, so there is one description of the input and not two.
let
  inherit (builtins) elem isAttrs isBool isInt isList isPath isString match stringLength;
  address = import ./address.nix;
  leaf = kind: what: check: { inherit kind what check; };
  pattern = what: regex: leaf "text" what (v: isString v && match regex v != null);
in
rec {
  bool = leaf "bool" "true or false" isBool;
  between = low: high: leaf "int" "an integer between ${toString low} and ${toString high}"
    (v: isInt v && v >= low && v <= high);
  port = between 1 65535;
  asn = between 1 4294967295;

  # One line of printable characters: whatever a configuration file could take for its own syntax is escaped later.
  line = leaf "text" "one line of text" (v: isString v && match "[^[:cntrl:]]*" v != null && stringLength v <= 200);
  name = pattern "a name (letters, digits, '_', '-' and '.', at most 50, a letter or digit first)" "[A-Za-z0-9][A-Za-z0-9_.-]{0,49}";
  # The kernel's limit is 15 characters; ':' and '%' mean something to the tools, and an all-digit name is an index.
  device = leaf "text" "an interface name (letters, digits, '_', '-' and '.', at most 15, not digits alone)"
    (v: isString v && match "[A-Za-z0-9][A-Za-z0-9_.-]{0,14}" v != null && match "[0-9]+" v == null);
  domain = pattern "a domain name" "~?[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\\.?|~\\.";
  community = leaf "text" "a community (\"asn:value\", \"asn:value:value\", no-export, no-advertise, blackhole, graceful-shutdown)"
    (v: isString v && (import ./communities.nix).parse v != null);
  # A path literal would be copied into the world-readable store; so would a file that comes from there.
  secretPath = leaf "text" "the absolute path of a file outside the Nix store, written as a string"
    (v: isString v && !isPath v && match "/[^[:cntrl:]]+" v != null && !builtins.hasContext v
      && builtins.substring 0 (stringLength builtins.storeDir) v != builtins.storeDir);

  ip = leaf "text" "an IPv4 or IPv6 address" (v: address.parse v != null);
  ipv4 = leaf "text" "an IPv4 address" (v: address.parse v != null && (address.parse v).family == 4);
  cidr = leaf "text" "an address with its prefix length, as in \"10.0.0.11/24\"" (v: address.parseCidr v != null);
  prefix = leaf "text" "a prefix whose host bits are zero, as in \"203.0.113.0/24\""
    (v: let p = address.parseCidr v; in p != null && address.isNetwork p);

  enum = values: leaf "enum" "one of ${builtins.concatStringsSep ", " (map builtins.toJSON values)}" (v: elem v values)
    // { inherit values; };
  listOf = of: { kind = "list"; what = "a list"; check = isList; inherit of; };
  attrsOf = key: of: { kind = "attrs"; what = "a set"; check = isAttrs; inherit key of; };
  record = fields: { kind = "record"; what = "a set"; check = isAttrs; inherit fields; };
  either = a: b: { kind = "either"; what = "${a.what}, or ${b.what}"; check = v: a.check v || b.check v; inherit a b; };
  oneOrMany = of: either of (listOf of) // { what = "${of.what}, or a list of them"; };

  # A field without `default` must be given; one whose default is null may be left out.
  field = type: default: description: { inherit type default description; };
  required = type: description: { inherit type description; };
  maybe = type: field type null;
  many = of: field (listOf of) [ ];
  named = key: of: field (attrsOf key of) { };
}
