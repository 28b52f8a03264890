ALTER DATABASE "authentik" OWNER TO "authentik";
\connect "authentik"
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
ALTER DATABASE "guacamole" OWNER TO "guacamole";
ALTER DATABASE "vaultwarden" OWNER TO "vaultwarden";
