package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What fewer people must approve is told, and where.
func TestApprovalEdits(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		want                []string
	}{
		{"the same in another order", "{count: 2}, {teams: ['@a/b'], models: [x]}", "{models: [x], teams: ['@A/b']}, {count: 2}", nil},
		{"fewer people", "{count: 2, risk_classes: [high]}", "{count: 1, risk_classes: [high]}", []string{"/approvals/0 loosened: approvals for models with risk class high: 2 approvals -> 1 approval"}},
		{"more people", "{count: 1}", "{count: 2}", []string{"/approvals/0 tightened: approvals for models: 1 approval -> 2 approvals"}},
		{"another team", "{teams: ['@a/b']}", "{count: 3, teams: ['@a/c']}", []string{"/approvals/0 loosened: approvals for models: 1 approval, one from @a/b -> 3 approvals, one from @a/c"}},
		{"no signatures", "{count: 1, signed_commits: true}", "{count: 1}", []string{"/approvals/0 loosened: approvals for models: 1 approval, signed commits -> 1 approval"}},
		{"an entry goes", "{count: 1}, {personal_data: true, teams: ['@a/p']}", "{count: 1}", []string{"/approvals loosened: approvals for models with personal data: 1 approval, one from @a/p -> none"}},
		{"an entry comes", "{count: 1}", "{count: 1}, {models: ['m/*'], stage: review, count: 2}", []string{"/approvals/1 tightened: approvals for m/* from stage review: none -> 2 approvals"}},
		{"one that another covers comes", "{count: 2}", "{count: 2}, {models: ['m/*'], count: 1}", nil},
		{"one that another covers goes", "{count: 2}, {models: ['m/*'], count: 1}", "{count: 2}", nil},
		{"from a later stage", "{stage: review, count: 1}", "{stage: production, count: 1}", []string{"/approvals loosened: approvals for models from stage review: 1 approval -> none"}},
		{"from an earlier stage", "{stage: production, count: 1}", "{stage: review, count: 1}", []string{"/approvals/0 tightened: approvals for models from stage review: none -> 1 approval"}},
		{"one class fewer", "{risk_classes: [high, gpai], count: 1}", "{risk_classes: [high], count: 1}", []string{"/approvals loosened: approvals for models with risk class high or gpai: 1 approval -> none"}},
		{"split in two", "{count: 2, teams: ['@a/b']}", "{count: 2}, {teams: ['@a/b']}", nil},
	} {
		before, bad1 := readApprovals(t, "approvals: ["+c.before+"]\n")
		after, bad2 := readApprovals(t, "approvals: ["+c.after+"]\n")
		if bad1+bad2 != "[][]" {
			t.Fatal(c.name, bad1, bad2)
		}
		var got []string
		for _, e := range ApprovalEdits(before, after) {
			got = append(got, fmt.Sprintf("%s %s: %s: %s -> %s", e.Pointer, e.Effect, e.Key, e.Before, e.After))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	all, _ := readApprovals(t, "approvals: [{count: 1}]\n")
	if got := ApprovalEdits(all, Config{}); len(got) != 1 || got[0].Effect != Loosened || !strings.Contains(got[0].After, "none") {
		t.Errorf("the file goes: %+v", got)
	}
}
