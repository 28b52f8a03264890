# Files brought to a host at install: where from, where to, with which mode. Only the paths are known here.
let
  check = import ./check.nix;
  inherit (import ./prelude.nix) places;
  mode = path: value:
    if builtins.isString value && builtins.match "0?[0-7]{3}" value != null then value
    else check.fail path value "is not a mode; write it like \"0600\"";
in
host: places
  (path: secret: {
    from = secret.from or (check.fail path secret "has no `from`; name the file or folder to copy");
    to = check.filePath "${path}.to" (secret.to or null);
    mode = mode "${path}.mode" (secret.mode or "0600");
  })
  "hosts.${host.name}.secrets"
  (host.secrets or [ ])
