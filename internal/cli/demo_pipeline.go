package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"time"
)

// demoPipeline is the env.yaml of the second environment repository.
const demoPipeline = `apiVersion: modelgate.dev/v1
kind: Environments
environments:
  staging: {stage: review}
  production: {needs: [staging], soak: 24h}
`

// write writes a file of one of the repositories, and commits it.
func (d *demo) write(ctx context.Context, repo, path, content, message string) error {
	if err := writeFile(filepath.Join(d.dir, repo, filepath.FromSlash(path)), []byte(content)); err != nil {
		return err
	}
	if err := d.runGit(ctx, repo, "add", "--all"); err != nil {
		return err
	}
	return d.runGit(ctx, repo, "commit", "-q", "-m", message)
}

func (d *demo) promoteToStaging(ctx context.Context) error {
	d.step("Staging first", "Another environment repository declares that production needs what has been in staging for a\nday. `env advance` promotes as far as that allows.")
	if err := os.MkdirAll(filepath.Join(d.dir, "pipeline.git"), 0o755); err != nil {
		return err
	}
	if err := d.runGit(ctx, "pipeline.git", "init", "-q", "--bare", "-b", "main"); err != nil {
		return err
	}
	if err := d.runGit(ctx, ".", "clone", "-q", "pipeline.git", "platform"); err != nil {
		return err
	}
	if err := d.write(ctx, "platform", ".modelgate/env.yaml", demoPipeline, "Declare staging and production"); err != nil {
		return err
	}
	if err := d.runGit(ctx, "platform", "push", "-q", "origin", "HEAD:main"); err != nil {
		return err
	}
	_, err := d.modelgate(ctx, Done, "env", "advance", "--repo", "models", "--to", "pipeline.git")
	return err
}

// demoFreeze stops production.
const demoFreeze = `apiVersion: modelgate.dev/v1
kind: Freezes
freezes:
  - {environment: production, reason: Third-quarter audit}
`

func (d *demo) freeze(ctx context.Context) error {
	d.step("A freeze", "The clock of this demo is 25 hours ahead, so the model has soaked. But production is frozen.")
	if err := d.runGit(ctx, "platform", "pull", "-q", "origin", "main"); err != nil {
		return err
	}
	if err := d.write(ctx, "platform", ".modelgate/freeze.yaml", demoFreeze, "Freeze production"); err != nil {
		return err
	}
	if err := d.runGit(ctx, "platform", "push", "-q", "origin", "HEAD:main"); err != nil {
		return err
	}
	return d.advanceADayLater(ctx)
}

func (d *demo) promoteADayLater(ctx context.Context) error {
	d.step("Production", "The freeze is lifted.")
	for _, args := range [][]string{{"rm", "-q", ".modelgate/freeze.yaml"}, {"commit", "-q", "-m", "Lift the freeze"}, {"push", "-q", "origin", "HEAD:main"}} {
		if err := d.runGit(ctx, "platform", args...); err != nil {
			return err
		}
	}
	_, err := d.modelgate(ctx, Done, "env", "advance", "--repo", "models", "--to", "pipeline.git")
	return err
}

func (d *demo) advanceADayLater(ctx context.Context) error {
	clock := d.env.Now
	d.env.Now = func() time.Time { return clock().Add(25 * time.Hour) }
	_, err := d.modelgate(ctx, Done, "env", "advance", "--repo", "models", "--to", "pipeline.git")
	return err
}

func (d *demo) rollBack(ctx context.Context) error {
	d.step("The way back", "A newer version turns out to be bad in production. The rollback restores the earlier files byte\nfor byte, and its hold keeps the next promotion from undoing it.")
	manifest := filepath.Join(d.dir, "models", "models", "churn", "modelgate.yaml")
	content, err := os.ReadFile(manifest)
	if err != nil {
		return err
	}
	newer := bytes.Replace(content, []byte(`"1.1.0"`), []byte(`"1.1.1"`), 1)
	if err := d.write(ctx, "models", "models/churn/modelgate.yaml", string(newer), "Raise the version of churn"); err != nil {
		return err
	}
	if _, err := d.modelgate(ctx, Done, "env", "advance", "--repo", "models", "--to", "pipeline.git"); err != nil {
		return err
	}
	d.say("\nThe clock is moved by another 25 hours.\n")
	if err := d.advanceADayLater(ctx); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"env", "rollback", "--env", "production", "--model", "churn", "--to", "pipeline.git", "--owner", "oncall", "--reason", "error rate"},
		{"env", "advance", "--repo", "models", "--to", "pipeline.git"},
		{"env", "history", "--env", "production", "--model", "churn", "--to", "pipeline.git"},
	} {
		if _, err := d.modelgate(ctx, Done, args...); err != nil {
			return err
		}
	}
	d.say("\nThe newer version is taken back in the source, too.\n")
	return d.runGit(ctx, "models", "reset", "-q", "--hard", "HEAD~1")
}

func (d *demo) editByHand(ctx context.Context) error {
	d.step("Tampering is found", "A person edits a manifest of production by hand.")
	if err := d.runGit(ctx, "platform", "pull", "-q", "origin", "main"); err != nil {
		return err
	}
	const manifest = "environments/production/models/churn/inferenceservice.yaml"
	content, err := os.ReadFile(filepath.Join(d.dir, "platform", filepath.FromSlash(manifest)))
	if err != nil {
		return err
	}
	if err := d.write(ctx, "platform", manifest, string(content)+"# by hand\n", "Scale by hand"); err != nil {
		return err
	}
	_, err = d.modelgate(ctx, Tampered, "verify", "--repo", "platform", "--base", "HEAD~1")
	return err
}
