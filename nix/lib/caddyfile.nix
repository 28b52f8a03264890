# A reverse proxy's sites → Caddy's own words. A site is { address, body }; a NixOS virtual host takes the body.
let
  inherit (import ./prelude.nix) lines unique;
  inherit (builtins) concatMap concatStringsSep filter head length;

  indented = texts: map (text: "\t${text}") texts;
  block = opening: body: [ (if opening == "" then "{" else "${opening} {") ] ++ indented body ++ [ "}" ];

  securityHeaders = block "header" [
    "X-Content-Type-Options nosniff"
    "X-Frame-Options SAMEORIGIN"
    "X-XSS-Protection \"1; mode=block\""
    "Referrer-Policy strict-origin-when-cross-origin"
    "-Server"
  ];

  # Health and metrics are asked for by machines, which sign in nowhere. Whatever the provider vouches for is
  # taken from the request first: on the open paths nothing else would.
  guard = auth: if auth == null then [ ] else
  (if auth.strip == null then [ ] else [ "request_header -${auth.strip}" ])
  ++ [ "@guarded not path /health /metrics /alive" ]
  ++ block "forward_auth @guarded ${auth.upstream}" ([ "uri ${auth.uri}" ]
    ++ (if auth.copy == [ ] then [ ] else [ "copy_headers ${concatStringsSep " " auth.copy}" ]));

  passOn = door: guard door.auth ++ [ "reverse_proxy ${door.upstream}" ];

  # A door at "/" is the default proxy. One further in stands alone, without it.
  trimmed = path: let m = builtins.match "(.*[^/])/*" path; in if m == null then "/" else head m;
  handle = door:
    let at = trimmed door.urlPath; in
    if at == "/" then block "handle" (block "route" (passOn door))
    else [ "@${door.label} path ${at} ${at}/*" ] ++ block "handle @${door.label}" (block "route" (passOn door));

  # Where the provider's own pages live, on the same domain: signing in must not ask for a sign-in.
  signIn = doors:
    let pages = filter (auth: auth != null && auth.open != null) (map (door: door.auth) doors); in
    concatMap (page: block "handle ${page.open}" [ "reverse_proxy ${page.upstream}" ])
      (unique (map (auth: { inherit (auth) open upstream; }) pages));

  # With a single door further in, everything else is shown the way to it.
  wayIn = doors:
    let only = head doors; in
    if length doors == 1 && trimmed only.urlPath != "/" then block "handle" [ "redir * ${trimmed only.urlPath}" ] else [ ];

  # "acme" is what Caddy does by itself.
  tls = site: if site.tls == true then [ "tls internal" ] else [ ];

  labelled = doors: builtins.genList (i: builtins.elemAt doors i // { label = "door${toString i}"; }) (length doors);

  body = site:
    tls site ++ securityHeaders ++ signIn site.doors ++ concatMap handle (labelled site.doors) ++ wayIn site.doors;

  address = site: if site.tls == false then "http://${site.domain}" else site.domain;

  authority = ca: block "pki" (block "ca local" (
    [ "name \"${ca.name}\"" ]
    ++ (if ca.key == null then [ ] else block "root" [ "cert ${ca.certificateFile}" "key ${ca.key}" ])
  ));

  usesAuthority = sites: filter (site: site.tls == true) sites != [ ];
in
{
  global = ca: sites: if usesAuthority sites then lines (authority ca) else "";
  site = site: { address = address site; body = lines (body site); };
  text = ca: sites: concatStringsSep "\n" (map (text: text + "\n") (
    (if usesAuthority sites then [ (lines (block "" (authority ca))) ] else [ ])
    ++ map (site: lines (block (address site) (body site))) sites
  ));
}
