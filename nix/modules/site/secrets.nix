# What is copied to this machine at install: the module beside checks where it goes. Contents are never read here.
{ config, ... }:
{
  firstlight.secrets.copied = config.firstlight.derived.secrets;
}
