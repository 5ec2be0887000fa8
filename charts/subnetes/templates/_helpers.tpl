{{/* Labels of every object. Call with (dict "root" $ "component" NAME). */}}
{{- define "subnetes.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{ include "subnetes.selector" . }}
{{- end }}

{{/* What Services, policies and budgets select by; it can never change. */}}
{{- define "subnetes.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* An image's reference. Call with (dict "root" $ "image" IMAGE). */}}
{{- define "subnetes.image" -}}
{{- $repository := .image.repository -}}
{{- if .root.Values.global.imageRegistry -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" .root.Values.global.imageRegistry) (last (splitList "/" .image.repository)) -}}
{{- end -}}
{{- if .image.digest -}}
{{ printf "%s@%s" $repository .image.digest }}
{{- else -}}
{{ printf "%s:%s" $repository (.image.tag | default .root.Chart.AppVersion) }}
{{- end -}}
{{- end }}

{{/* Pod Security "restricted". */}}
{{- define "subnetes.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ .user | default 65532 }}
runAsGroup: {{ .user | default 65532 }}
fsGroup: {{ .user | default 65532 }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "subnetes.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "subnetes.pullSecrets" -}}
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
{{- toYaml . | nindent 0 }}
{{- end }}
{{- end }}

{{/* True when the operator serves more than the release's own namespace. */}}
{{- define "subnetes.clusterWide" -}}
{{- $own := list .Release.Namespace -}}
{{- $watched := .Values.operator.watchNamespaces -}}
{{- if and $watched (ne (toJson $watched) (toJson $own)) -}}true{{- end -}}
{{- end }}

{{/* The Secret with the admin URL of Redis; empty without one. */}}
{{- define "subnetes.redisSecret" -}}
{{- if .Values.redis.external.existingSecret -}}
{{ .Values.redis.external.existingSecret }}
{{- else if .Values.redis.enabled -}}
{{ printf "%s-redis" .Release.Name }}
{{- end -}}
{{- end }}

{{- define "subnetes.redisEnv" -}}
{{- with include "subnetes.redisSecret" . }}
- name: SUBNETES_REDIS
  valueFrom: { secretKeyRef: { name: {{ . }}, key: url } }
{{- end }}
{{- end }}

{{/* Preferred, so that one node is enough. */}}
{{- define "subnetes.spread" -}}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "subnetes.selector" . | nindent 6 }}
{{- end }}

{{/* What workers may reach beyond DNS, as JSON: our Redis, and what the values add. */}}
{{- define "subnetes.workerEgress" -}}
{{- $rules := .Values.networkPolicy.workerEgress -}}
{{- if and .Values.redis.enabled (not .Values.redis.external.existingSecret) -}}
{{- $pods := dict "matchLabels" (include "subnetes.selector" (dict "root" . "component" "redis") | fromYaml) -}}
{{- $namespace := dict "matchLabels" (dict "kubernetes.io/metadata.name" .Release.Namespace) -}}
{{- $redis := dict "to" (list (dict "podSelector" $pods "namespaceSelector" $namespace)) "ports" (list (dict "protocol" "TCP" "port" 6379)) -}}
{{- $rules = prepend $rules $redis -}}
{{- end -}}
{{ toJson $rules }}
{{- end }}

{{/* What replicas announce, as JSON by ordinal; the same list for all with HostPort, where the kubelet fills in the node's address. */}}
{{- define "subnetes.announce" -}}
{{- $expose := .Values.gateway.expose -}}
{{- if eq $expose.type "HostPort" -}}
{{ list (printf "/ip4/$(HOST_IP)/tcp/%d" (int $expose.hostPort)) | toJson }}
{{- else if and (ne $expose.type "ClusterIP") $expose.addresses -}}
{{- $all := dict -}}
{{- range $ordinal := until (int .Values.gateway.replicas) -}}
{{- $address := "" -}}
{{- if lt $ordinal (len $expose.addresses) -}}{{- $address = index $expose.addresses $ordinal -}}{{- else if eq $expose.type "NodePort" -}}{{- $address = last $expose.addresses -}}{{- end -}}
{{- $port := 4001 -}}
{{- if eq $expose.type "NodePort" -}}{{- $port = "" -}}{{- if lt $ordinal (len $expose.nodePorts) -}}{{- $port = int (index $expose.nodePorts $ordinal) -}}{{- end -}}{{- end -}}
{{- if and $address $port -}}
{{- $kind := "dns4" -}}
{{- if regexMatch "^[0-9.]+$" $address -}}{{- $kind = "ip4" -}}{{- else if contains ":" $address -}}{{- $kind = "ip6" -}}{{- end -}}
{{- $_ := set $all (toString $ordinal) (list (printf "/%s/%s/tcp/%v" $kind $address $port)) -}}
{{- end -}}
{{- end -}}
{{- if $all -}}{{ toJson $all }}{{- end -}}
{{- end -}}
{{- end }}
