package protocol

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/provider"
)

// identitySchemas is the identities of all resource types.
var identitySchemas = sync.OnceValues(func() (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return provider.NewServer("protocol").GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
})

// IdentityType is the type of a resource type's identity; an error when the type has none.
func IdentityType(typeName string) (tftypes.Type, error) {
	all, err := identitySchemas()
	if err != nil {
		return nil, err
	}
	schema := all.IdentitySchemas[typeName]
	if schema == nil {
		return nil, fmt.Errorf("the resource type %s has no identity", typeName)
	}
	return schema.ValueType(), nil
}

// IdentityOf is an identity as encoding/json decodes it; nil for none.
func IdentityOf(typeName string, identity *tfprotov6.ResourceIdentityData) (map[string]any, error) {
	if identity == nil || identity.IdentityData == nil {
		return nil, nil
	}
	kind, err := IdentityType(typeName)
	if err != nil {
		return nil, err
	}
	value, err := identity.IdentityData.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	members, _ := Plain(value).(map[string]any) // nil where it is null
	return members, nil
}

// ImportByIdentity takes an object of the platform over, as an import block with an identity does.
func (r *Resource) ImportByIdentity(ctx context.Context, server tfprotov6.ProviderServer, identity Config) error {
	kind, err := IdentityType(r.TypeName)
	if err != nil {
		return err
	}
	value, err := ValueOf(identity, kind)
	if err != nil {
		return err
	}
	return r.takeOver(ctx, server, &tfprotov6.ImportResourceStateRequest{
		TypeName: r.TypeName, Identity: &tfprotov6.ResourceIdentityData{IdentityData: Dynamic(value)},
	})
}

// MoveTo moves the resource to another type of the provider, as a moved block does. The resource itself keeps its state.
func (r *Resource) MoveTo(ctx context.Context, server tfprotov6.ProviderServer, typeName string) (*Resource, error) {
	moved, err := NewResource(typeName)
	if err != nil {
		return nil, err
	}
	state, err := json.Marshal(Plain(r.Value))
	if err != nil {
		return nil, err
	}
	request := &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: "registry.terraform.io/iptvops/iptv", SourceTypeName: r.TypeName, TargetTypeName: typeName,
		SourceState: &tfprotov6.RawState{JSON: state}, SourcePrivate: r.Private,
	}
	if r.Identity != nil {
		members, err := IdentityOf(r.TypeName, r.Identity)
		if err != nil {
			return nil, err
		}
		identity, err := json.Marshal(members)
		if err != nil {
			return nil, err
		}
		request.SourceIdentity = &tfprotov6.RawState{JSON: identity}
	}
	response, err := server.MoveResourceState(ctx, request)
	if err != nil {
		return nil, err
	}
	if err := moved.failure(response.Diagnostics); err != nil {
		return nil, err
	}
	moved.Private, moved.Identity = response.TargetPrivate, response.TargetIdentity
	moved.Value, err = response.TargetState.Unmarshal(moved.Value.Type())
	return moved, err
}

// Listed is one result of a list resource.
type Listed struct {
	DisplayName string
	Identity    map[string]any
	Value       tftypes.Value // of the resource, null where it was not asked for
}

// List queries a list resource, as terraform query does; nil filters are none, and a limit of 0 is none. The results that
// came before an error are returned with it.
func List(ctx context.Context, server tfprotov6.ProviderServer, typeName string, filters Config, limit int64, include bool) ([]Listed,
	error) {
	all, err := Schemas()
	if err != nil {
		return nil, err
	}
	schema := all.ListResourceSchemas[typeName]
	lists, ok := server.(tfprotov6.ListResourceServer)
	if schema == nil || !ok {
		return nil, fmt.Errorf("the provider has no list resource %s", typeName)
	}
	if filters == nil {
		filters = Config{}
	}
	config, err := ValueOf(filters, schema.ValueType())
	if err != nil {
		return nil, err
	}
	valid, err := lists.ValidateListResourceConfig(ctx,
		&tfprotov6.ValidateListResourceConfigRequest{TypeName: typeName, Config: Dynamic(config)})
	if err != nil {
		return nil, err
	}
	if err := Failure(valid.Diagnostics); err != nil {
		return nil, err
	}
	stream, err := lists.ListResource(ctx,
		&tfprotov6.ListResourceRequest{TypeName: typeName, Config: Dynamic(config), Limit: limit, IncludeResource: include})
	if err != nil {
		return nil, err
	}
	var found []Listed
	for result := range stream.Results {
		if err := Failure(result.Diagnostics); err != nil {
			return found, err
		}
		one, err := listed(typeName, result)
		if err != nil {
			return found, err
		}
		if found = append(found, one); limit > 0 && int64(len(found)) == limit {
			return found, nil
		}
	}
	return found, nil
}

func listed(typeName string, result tfprotov6.ListResourceResult) (one Listed, err error) {
	schema, err := SchemaOf(typeName)
	if err != nil {
		return one, err
	}
	one = Listed{DisplayName: result.DisplayName, Value: tftypes.NewValue(schema.ValueType(), nil)}
	if one.Identity, err = IdentityOf(typeName, result.Identity); err == nil && result.Resource != nil {
		one.Value, err = result.Resource.Unmarshal(schema.ValueType())
	}
	return one, err
}

// GenerateConfig is the configuration that Terraform generates for a resource that it imports.
func GenerateConfig(ctx context.Context, server tfprotov6.ProviderServer, typeName string, state tftypes.Value) (tftypes.Value, error) {
	response, err := server.GenerateResourceConfig(ctx,
		&tfprotov6.GenerateResourceConfigRequest{TypeName: typeName, State: Dynamic(state)})
	if err != nil {
		return tftypes.Value{}, err
	}
	if err := Failure(response.Diagnostics); err != nil {
		return tftypes.Value{}, err
	}
	return response.Config.Unmarshal(state.Type())
}
