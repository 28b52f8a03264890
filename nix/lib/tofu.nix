# For whoever runs OpenTofu or Terraform: the site's network, containers and services as input variables, and the
# applications its identity provider has to know. Written, never run.
let
  inherit (import ./prelude.nix) keep;
  inherit (builtins) head mapAttrs;

  network = site:
    let raw = site.manifest.network or { }; in {
      domain = site.domain;
      dns_server = raw.dns_server or null;
      gateway = raw.gateway or null;
      network_cidr = raw.network_cidr or null;
      vlan_tag = raw.vlan_tag or null;
    };

  container = site: name: service:
    let raw = service.raw; resources = raw.resources or { }; in {
      vmid = raw.vmid or null;
      hostname = service.hostname;
      cores = resources.cores or 2;
      memory = resources.memory or 2048;
      disk_gb = resources.disk_gb or 16;
      ip = service.ip;
      gw = site.manifest.network.gateway or null;
      vlan_tag = site.manifest.network.vlan_tag or null;
      onboot = raw.onboot or true;
      start = raw.start or true;
    };

  variables = _: service: {
    modules = service.terraform.modules or [ ];
    targets = service.terraform.targets or [ ];
    variables = service.terraform.variables or { };
  };

  application = name: service:
    let
      oidc = service.auth.oidc or { };
      door = if service.proxies == [ ] then null else head service.proxies;
    in
    {
      inherit name;
      provider = service.auth.provider or "authentik";
      client_id = oidc.client_id or "${name}-oidc";
      client_type = oidc.client_type or "confidential";
      redirect_uris = oidc.redirect_uris or [ ];
      scopes = oidc.scopes or [ "openid" "email" "profile" ];
      username_claim = oidc.username_claim or "preferred_username";
      groups_claim = oidc.groups_claim or "groups";
      domain = if door == null then service.hostname else door.domain;
      launch_url =
        if door == null then null
        else "${if door.tls == false then "http" else "https"}://${door.domain}${if door.urlPath == "/" then "" else door.urlPath}";
    };
in
site: {
  network = network site;
  containers = mapAttrs (container site) (keep (_: service: service.ip != null) site.services);
  services = mapAttrs variables site.services;
  dns_records = mapAttrs (_: service: { domain = service.hostname; inherit (service) ip; }) (keep (_: service: service.ip != null) site.services);
  oidc_applications = mapAttrs application (keep (_: service: (service.auth.type or null) == "oidc") site.services);
}
