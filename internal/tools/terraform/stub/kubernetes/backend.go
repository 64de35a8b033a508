// Package kubernetes stands in for the kubernetes backend of Terraform, which the module proxy does not have and no test needs.
package kubernetes

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this Terraform has no kubernetes backend.
func New() backend.Backend {
	panic("this Terraform was built for tests of a provider and has no kubernetes backend; use the local backend")
}
