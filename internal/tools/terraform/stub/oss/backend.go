// Package oss stands in for the oss backend of Terraform, which the module proxy does not have and no test needs.
package oss

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this Terraform has no oss backend.
func New() backend.Backend {
	panic("this Terraform was built for tests of a provider and has no oss backend; use the local backend")
}
