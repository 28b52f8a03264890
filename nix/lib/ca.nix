# The site's own certificate authority, for names the world's authorities do not sign. The certificate is public
# and may be written in the site; its key is a path on the proxy, and without one Caddy makes its own.
let
  check = import ./check.nix;
  pem = path: value:
    if builtins.isString value && builtins.match "-----BEGIN CERTIFICATE-----.*-----END CERTIFICATE-----[[:space:]]*" value != null then value
    else check.fail path "…" "is not a certificate in PEM form; paste it whole, and never its key";
in
site: {
  name = check.label "site.ca.name" (site.ca.name or "${site.name} internal CA");
  certificate = if site.ca ? certificate then pem "site.ca.certificate" site.ca.certificate else null;
  certificateFile = "/etc/firstlight/ca.crt";
  key =
    if !(site.ca ? key) then null
    else if site.ca ? certificate then check.filePath "site.ca.key" site.ca.key
    else check.fail "site.ca.key" site.ca.key "stands alone; add site.ca.certificate, the certificate it belongs to";
}
