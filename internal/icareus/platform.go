// Package icareus holds the Terraform types over Icareus Suite: linear channels.
package icareus

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// Platform is Icareus Suite as all types of one run share it.
type Platform struct {
	api *api.Client
}

// New makes the platform over its client.
func New(client *api.Client) *Platform { return &Platform{api: client} }

// provider is what the types need of the provider's data.
type provider interface {
	Icareus() (*Platform, error)
}

func use() tf.Use[*Platform] {
	return tf.Use[*Platform]{From: func(data any) (*Platform, error) {
		p, ok := data.(provider)
		if !ok {
			return nil, fmt.Errorf("the provider's data is %T, which has no Icareus Suite", data)
		}
		return p.Icareus()
	}}
}

// Resources is the resources of Icareus Suite, each under the contract's name and its twin with the provider's prefix.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		newChannelResource("icareus_channel"),
		newChannelResource("iptv_icareus_channel"),
	}
}

// DataSources is the data sources of Icareus Suite, under both names.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newChannelsDataSource("icareus_channels"),
		newChannelsDataSource("iptv_icareus_channels"),
	}
}
