// Package terraform stands in for what only a test of Terraform itself imports.
package terraform
