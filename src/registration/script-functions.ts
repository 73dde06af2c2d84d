/**
 * The functions of the registration script, in POSIX shell. They read the variables that the script sets first, and
 * pass `app` (client id), `object` (object id of the application) and `sp` (of its service principal) on to the next.
 */
export const scriptFunctions = String.raw`say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
rest() { az rest --resource "$graph" --output tsv "$@"; }
read_it() { rest --method get --url "$graph/v1.0/$1" --query "$2"; }

# What was just made isn't known everywhere at once.
patiently() {
  for pause in 2 4 8 16; do
    if "$@" 2>/dev/null; then return; fi
    sleep "$pause"
  done
  "$@"
}

signed_in() {
  now=$(az cloud show --query name --output tsv)
  [ "$now" = "$cloud" ] || stop "The Azure CLI is in the cloud $now. First: az cloud set --name $cloud, then az login."
  tenant=$(az account show --query tenantId --output tsv)
}

at_home() {
  case "$home" in
    '' | *.*) ;;
    "$tenant") ;;
    *) stop "You are signed in to the tenant $tenant. BOT_TENANT_ID is $home: az login --tenant $home" ;;
  esac
}

# setting; what an earlier run noted of others stays, for it can't be asked again
note() {
  others=''
  if [ -f "$ids" ]; then others=$(grep -v "^$1=" "$ids" || :); fi
  { [ -z "$others" ] || say "$others"; say "$1=$app"; } > "$ids"
  say "$1=$app"
}

# setting, client id or nothing, name, what Graph shall make of it
register() {
  if [ -n "$2" ]; then
    app=$2
    object=$(read_it "applications(appId='$app')?\$select=id" id) ||
      stop "The application $app isn't in this tenant: check $1."
    update "$4"
  else
    same=$(read_it "applications?\$filter=displayName%20eq%20'$(printf %s "$3" | sed 's/ /%20/g')'&\$select=appId" "value[].appId")
    [ -z "$same" ] || stop "There is an application $3 already: $same. If it is yours, set $1 to it and make this script again; else rename or delete it."
    object=$(rest --method post --url "$graph/v1.0/applications" --body "$4" --query id)
    app=$(patiently read_it "applications/$object?\$select=appId" appId)
  fi
  sp=$(read_it "servicePrincipals(appId='$app')?\$select=id" id 2>/dev/null) || sp=''
  if [ -z "$sp" ]; then
    sp=$(patiently rest --method post --url "$graph/v1.0/servicePrincipals" --body '{"appId":"'"$app"'"}' --query id)
  fi
  note "$1"
}

update() { patiently rest --method patch --url "$graph/v1.0/applications/$object" --body "$1"; }

scope_of() {
  patiently read_it "applications/$object?\$select=api" "api.oauth2PermissionScopes[?value=='access_as_user'].id"
}

# client id of a managed identity, issuer without tenant, audience
trust() {
  subject=$(patiently read_it "servicePrincipals(appId='$1')?\$select=id" id) ||
    stop "The managed identity $1 isn't in this tenant: check the setting …_FEDERATED_IDENTITY."
  known=$(patiently read_it "applications/$object/federatedIdentityCredentials" "value[?subject=='$subject'].id")
  [ -n "$known" ] ||
    patiently rest --method post --url "$graph/v1.0/applications/$object/federatedIdentityCredentials" --query id \
      --body '{"name":"sync-warden","issuer":"'"$2/$tenant/v2.0"'","subject":"'"$subject"'","audiences":["'"$3"'"]}' > /dev/null
}

# setting, client id or nothing
client_id() {
  found=$2
  if [ -z "$found" ] && [ -f "$ids" ]; then found=$(sed -n "s/^$1=//p" "$ids"); fi
  [ -n "$found" ] || stop "$1 is not registered yet: run this script without an argument first."
  printf %s "$found"
}

principal() {
  app=$(client_id "$1" "$2")
  sp=$(read_it "servicePrincipals(appId='$app')?\$select=id" id) ||
    stop "The application $app isn't in this tenant. Its admin consents with: sh register.sh links"
  graph_sp=$(read_it "servicePrincipals(appId='$graph_app')?\$select=id" id)
}

identity() {
  app=$1
  sp=$(read_it "servicePrincipals(appId='$app')?\$select=id" id) || stop "The managed identity $app isn't in this tenant."
  graph_sp=$(read_it "servicePrincipals(appId='$graph_app')?\$select=id" id)
}

# permissions with spaces between, or none; replaces what was granted for everybody before
grant_scopes() {
  grant=$(read_it "servicePrincipals/$sp/oauth2PermissionGrants" "value[?consentType=='AllPrincipals' && resourceId=='$graph_sp'].id")
  if [ -z "$1" ]; then
    [ -z "$grant" ] || say "$app: has delegated permissions, which it doesn't need: take them back in the portal"
    return
  fi
  if [ -z "$grant" ]; then
    rest --method post --url "$graph/v1.0/oauth2PermissionGrants" --query id \
      --body '{"clientId":"'"$sp"'","consentType":"AllPrincipals","resourceId":"'"$graph_sp"'","scope":"'"$1"'"}' > /dev/null
  else
    rest --method patch --url "$graph/v1.0/oauth2PermissionGrants/$grant" --body '{"scope":"'"$1"'"}'
  fi
  say "$app: consented to $1, for everybody"
}

# ids of application permissions
grant_roles() {
  granted=$(read_it "servicePrincipals/$sp/appRoleAssignments" "value[?resourceId=='$graph_sp'].appRoleId")
  for role in "$@"; do
    case "$granted" in
      *"$role"*) ;;
      *)
        rest --method post --url "$graph/v1.0/servicePrincipals/$sp/appRoleAssignments" --query id \
          --body '{"principalId":"'"$sp"'","resourceId":"'"$graph_sp"'","appRoleId":"'"$role"'"}' > /dev/null
        say "$app: consented to the application permission $role"
        ;;
    esac
  done
  for role in $granted; do
    case " $* " in
      *" $role "*) ;;
      *) say "$app: has the application permission $role, which it doesn't need: take it back in the portal" ;;
    esac
  done
}

# name, setting, client id or nothing
link() {
  app=$(client_id "$2" "$3")
  scope=$(printf %s "$graph/.default" | sed 's|:|%3A|g; s|/|%2F|g')
  say "$1: $authority/<tenant id>/v2.0/adminconsent?client_id=$app&scope=$scope&redirect_uri=$back"
}`;
