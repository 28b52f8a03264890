# Who may log in, everywhere, by key alone. These keys are examples: put yours here.
{
  firstlight.base.users = {
    root.keys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA0example0example0example0example0example0exa operator@example" ];
    ada.keys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA1example1example1example1example1example1exa ada@example" ];
  };
}
