# What a value of the site has to look like. Each check gives the value back, or ends the evaluation with the
# place in the site, the value, and what would be right. Names become lines of configuration: what is checked
# here cannot break out of its line.
let
  shown = value: if builtins.isAttrs value || builtins.isFunction value then "{ … }" else builtins.toJSON value;
  fail = path: value: remedy: throw "site: ${path}: ${shown value} ${remedy}";
  matching = pattern: remedy: path: value:
    if builtins.isString value && builtins.match pattern value != null then value else fail path value remedy;
  octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  ipv4 = "${octet}(\\.${octet}){3}";
  ipv6 = "[0-9a-fA-F:]*:[0-9a-fA-F:.]*";
  hostLabel = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  hostname = "${hostLabel}(\\.${hostLabel})*";
in
{
  inherit fail;

  name = matching "[a-zA-Z0-9_]([a-zA-Z0-9_.-]*[a-zA-Z0-9_])?"
    "is not a name; use letters, digits, dots, hyphens and underscores";
  label = matching "[a-zA-Z0-9 ._-]+" "is not a plain name; use letters, digits, spaces and . _ -";
  domain = matching hostname "is not a domain name; use letters, digits, hyphens and dots";
  address = matching "${ipv4}|${ipv6}" "is not an IP address; write it like 10.0.0.11 or fd00::11";
  urlPath = matching "/[a-zA-Z0-9._~/-]*" "is not a path; begin with \"/\" and use letters, digits, and . _ ~ - /";
  upstream = matching "(${hostname}|\\[${ipv6}]):[0-9]{1,5}" "is not an upstream; write it as host:port";
  identifier = matching "[a-zA-Z_][a-zA-Z0-9_-]{0,62}"
    "is not a PostgreSQL name; use letters, digits, _ and -, at most 63";
  filePath = matching "/[a-zA-Z0-9._/@-]+" "is not the path of a file; write it whole, beginning with \"/\"";
  headers = matching "[a-zA-Z0-9-]+\\*?" "is not the name of a header";

  port = path: value:
    if builtins.isInt value && value >= 1 && value <= 65535 then value
    else fail path value "is not a port; use 1 to 65535";

  oneOf = allowed: path: value:
    if builtins.elem value allowed then value
    else fail path value "is not known; use ${builtins.concatStringsSep ", " (map shown allowed)}";

  # A name that has to stand somewhere else in the site.
  known = what: place: names: path: value:
    if builtins.elem value names then value
    else fail path value "is no ${what} of this site; add it to ${place}, or name one of ${builtins.concatStringsSep ", " names}";
}
