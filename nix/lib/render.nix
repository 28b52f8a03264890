# Everything a site turns into, as text: what `firstlight render` shows and the tests compare.
#   nix eval --json --file render.nix --apply 'render: render { site = "/folder/or/file"; }'
# → { hosts.<host> = { files.<path> = text; derived = { … }; }; files.<path> = text; derived = { … }; }
{ site, host ? null }:
let
  all = import ./. site;
  inherit (import ./prelude.nix) keep;
  check = import ./check.nix;
  wanted =
    if host == null then all.hosts
    else { ${host} = all.hosts.${check.known "host" "\"hosts\"" (builtins.attrNames all.hosts) "--host" host}; };
  written = keep (_: text: text != "");
  networks = import ./networks.nix all.site;
in
{
  hosts = builtins.mapAttrs
    (_: h: {
      files = networks.files h.name h.network // written {
        "/etc/caddy/Caddyfile" = h.caddyfile;
        "/etc/firstlight/databases.sql" = h.databases.sql;
      };
      derived = { inherit (h) network services firewall; databases = removeAttrs h.databases [ "sql" ]; proxy = h.sites; };
    })
    wanted;
  files = {
    "tofu/site.auto.tfvars.json" = builtins.toJSON (removeAttrs all.tofu [ "oidc_applications" ]);
    "tofu/oidc.auto.tfvars.json" = builtins.toJSON { inherit (all.tofu) oidc_applications; };
  };
  derived = { inherit (all) waves tofu; };
}
