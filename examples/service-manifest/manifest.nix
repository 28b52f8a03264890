# A service manifest in the style of NixMox, unchanged: containers and what they need of one another.
{
  network = {
    domain = "lab.example";
    dns_server = "192.168.99.13";
    gateway = "192.168.99.1";
    network_cidr = "192.168.99.0/24";
    vlan_tag = 99;
    ssh_keys.root = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA0example0example0example0example0example0exa operator@example" ];
  };

  core_services = {
    dns = {
      enable = true;
      ip = "192.168.99.13";
      hostname = "dns.lab.example";
      ports = [ 53 ];
      interface.health.startup = "systemctl is-active --quiet unbound";
    };
    postgresql = {
      enable = true;
      ip = "192.168.99.11";
      hostname = "postgresql.lab.example";
      vmid = 902;
      resources = { cores = 4; memory = 4096; disk_gb = 64; };
      interface = {
        proxy = { domain = "pgadmin.lab.example"; path = "/"; upstream = "192.168.99.11:5050"; };
        health = { startup = "systemctl is-active --quiet postgresql"; liveness = "pg_isready"; interval = 30; timeout = 60; retries = 3; };
      };
    };
    caddy = {
      enable = true;
      ip = "192.168.99.10";
      hostname = "caddy.lab.example";
      depends_on = [ "dns" ];
      ports = [ 80 443 ];
      interface.health.startup = "systemctl is-active --quiet caddy";
    };
    authentik = {
      enable = true;
      ip = "192.168.99.12";
      hostname = "authentik.lab.example";
      depends_on = [ "postgresql" ];
      interface = {
        db = { host = "192.168.99.11"; name = "authentik"; owner = "authentik"; port = 5432; extensions = [ "uuid-ossp" ]; };
        proxy = { domain = "auth.lab.example"; path = "/"; upstream = "192.168.99.12:9000"; };
        terraform = { modules = [ "authentik" ]; targets = [ "module.authentik" ]; variables = { replicas = 1; }; };
        health.startup = "systemctl is-active --quiet authentik";
      };
    };
  };

  services = {
    vaultwarden = {
      enable = true;
      ip = "192.168.99.14";
      hostname = "vaultwarden.lab.example";
      depends_on = [ "postgresql" "caddy" "authentik" ];
      ports = [ 8080 ];
      interface = {
        db = { host = "192.168.99.11"; };
        auth = {
          type = "oidc";
          provider = "authentik";
          oidc = {
            redirect_uris = [ "https://vaultwarden.lab.example/identity/connect/oidc-signin" ];
            scopes = [ "openid" "email" "profile" ];
            username_claim = "preferred_username";
            groups_claim = "groups";
          };
        };
        proxy = { port = 8080; };
        health = { startup = "systemctl is-active --quiet vaultwarden"; liveness = "curl -f -s http://localhost:8080/alive"; interval = 30; timeout = 60; retries = 3; };
      };
    };
    guacamole = {
      enable = true;
      ip = "192.168.99.16";
      hostname = "guacamole.lab.example";
      depends_on = [ "postgresql" "caddy" "authentik" ];
      ports = [ 8280 4822 ];
      interface = {
        db = { host = "192.168.99.11"; mode = "rw"; };
        auth = { type = "forward_auth"; provider = "authentik"; };
        proxy = { domain = "guac.lab.example"; path = "/guacamole"; upstream = "192.168.99.16:8280"; };
        health.startup = "systemctl is-active --quiet tomcat";
      };
    };
    monitoring = {
      enable = true;
      ip = "192.168.99.18";
      hostname = "monitoring.lab.example";
      depends_on = [ "postgresql" "caddy" ];
      ports = [ 9090 3000 ];
      # Several doors to one service: a list, or names as here.
      interface.proxy = {
        prometheus = { domain = "prometheus.lab.example"; upstream = "192.168.99.18:9090"; authz = true; };
        grafana = { domain = "grafana.lab.example"; upstream = "192.168.99.18:3000"; };
      };
    };
    mail = {
      enable = false;
      ip = "192.168.99.19";
      hostname = "mail.lab.example";
      ports = [ 25 587 ];
    };
  };
}
